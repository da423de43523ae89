// What every page has: nothing here is needed to read it.
"use strict";

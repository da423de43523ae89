#pragma once
#include "helper.h"

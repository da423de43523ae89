import Accounting
import Quantities

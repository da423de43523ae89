"""CodeCarbon's interface over Joulebook's meter: change the import, and the meter is another one.

    from joulebook.codecarbon import EmissionsTracker, OfflineEmissionsTracker, track_emissions

Arguments, configuration files, variables and `emissions.csv` are CodeCarbon's, as of release 3.3.2. What differs is in
Docs/CodeCarbon.md; what is not supported warns by its name, once.
"""

from .data import EmissionsData, TaskEmissionsData
from .decorators import TaskEmissionsTracker, track_emissions, track_task_emissions
from .output import BaseOutput, FileOutput, LoggerOutput, OutputMethod
from .tracker import BaseEmissionsTracker, EmissionsTracker, OfflineEmissionsTracker

__all__ = [
    "BaseEmissionsTracker", "BaseOutput", "EmissionsData", "EmissionsTracker", "FileOutput",
    "LoggerOutput", "OfflineEmissionsTracker", "OutputMethod", "TaskEmissionsData",
    "TaskEmissionsTracker", "track_emissions", "track_task_emissions",
]

"""Names where `codecarbon.emissions_tracker` has them."""

from .decorators import TaskEmissionsTracker, track_emissions, track_task_emissions
from .tracker import BaseEmissionsTracker, EmissionsTracker, OfflineEmissionsTracker

__all__ = [
    "BaseEmissionsTracker", "EmissionsTracker", "OfflineEmissionsTracker",
    "TaskEmissionsTracker", "track_emissions", "track_task_emissions",
]

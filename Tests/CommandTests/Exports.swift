@_exported import CommandTesting

import Testing

@testable import GridIntensity

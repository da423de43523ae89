/// Every page, in the order of the navigation.
enum Pages {
  static let all: [any Page] = [
    TodayPage(),
    RunsPage(),
    ReceiptPage(),
    ComparePage(),
    ExperimentsPage(),
    ExperimentReportPage(),
    PlanPage(),
    EstimatePage(),
    TrendsPage(),
    TrendsGrowthPage(),
    TrendsReturnsPage(),
    TrendsScenarioPage(),
    TrendsLawPage(),
    CataloguePage(),
    CatalogueTablePage(),
    CatalogueEntryPage(),
    DoctorPage(),
    APIPage(),
  ]
}

/// Every page, in the order of the navigation.
enum Pages {
  static let all: [any Page] = [
    ExperimentsPage(), ExperimentReportPage(), EstimatePage(), TrendsPage(), TrendsGrowthPage(),
    TrendsReturnsPage(), TrendsScenarioPage(), TrendsLawPage(), PlanPage(), CataloguePage(),
    CatalogueTablePage(),
    CatalogueEntryPage(), DoctorPage(),
  ]
}

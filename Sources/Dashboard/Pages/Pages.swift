/// Every page, in the order of the navigation.
enum Pages {
  static let all: [any Page] = [
    TodayPage(),
    RunsPage(),
    ReceiptPage(),
    ComparePage(),
    DoctorPage(),
    APIPage(),
  ]
}

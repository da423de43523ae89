/// By what a list of runs is put in order.
public enum RunSort: String, Hashable, CaseIterable, Sendable {
  case started, duration, energy, name, project
}

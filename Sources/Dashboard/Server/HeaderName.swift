/// The name of a header that the library has no word for; for names in the source alone.
func header<Name: LosslessStringConvertible>(_ text: StaticString) -> Name {
  guard let name = Name("\(text)") else { preconditionFailure("\(text) is no name of a header") }
  return name
}

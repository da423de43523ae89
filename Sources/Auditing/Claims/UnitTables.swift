extension UnitText {
  /// Units whose letters differ only in case.
  static let exact: [String: UnitText] = [
    "mW": UnitText(.power, 1e-3), "MW": UnitText(.power, 1e6), "mJ": UnitText(.energy, 1e-3),
    "MJ": UnitText(.energy, 1e6), "mWh": UnitText(.energy, 3.6), "MWh": UnitText(.energy, 3.6e9),
    "mg": UnitText(.mass, 1e-3), "Mg": UnitText(.mass, 1e6), "mL": UnitText(.volume, 1e-3),
    "ml": UnitText(.volume, 1e-3), "ML": UnitText(.volume, 1e6), "Mt": UnitText(.mass, 1e12),
    "Gb": UnitText(.count, 1), "Mb": UnitText(.count, 1),
    "ms": UnitText(.time, 1e-3), "T": UnitText(.mass, 1e6),
  ]

  /// The others, in lower case and in the singular.
  static let folded: [String: UnitText] = {
    var units: [String: UnitText] = [:]
    func add(_ names: String, _ dimension: Dimension, _ scale: Double, imperial: Bool = false) {
      for name in names.split(separator: "|") {
        units[String(name)] = UnitText(dimension, scale, imperial: imperial)
      }
    }
    let prefixes: [(letter: String, word: String, scale: Double)] = [
      ("", "", 1), ("k", "kilo", 1e3), ("m", "mega", 1e6), ("g", "giga", 1e9), ("t", "tera", 1e12),
    ]
    for (letter, word, scale) in prefixes {
      add("\(letter)j|\(word)joule", .energy, scale)
      add(
        "\(letter)wh|\(letter)w h|\(letter)w-h|\(letter)whr|\(word)watt-hour|\(word)watt hour|"
          + "\(word)watthour|\(letter)whe", .energy, scale * 3600)
      add("\(letter)w|\(word)watt", .power, scale)
    }
    // A heading of a published table; a million of them.
    add("mkwh", .energy, 3.6e12)
    add("s|sec|second", .time, 1)
    add("min|minute", .time, 60)
    add("h|hr|hour", .time, 3600)
    add("d|day", .time, 86_400)
    add("week|wk", .time, 604_800)
    // A twelfth of 365.25 days.
    add("month|mo", .time, 2_629_800)
    add("y|yr|year|a", .time, 31_536_000)
    add("g|gram|gramme", .mass, 1)
    add("kg|kilogram|kilogramme|kilo", .mass, 1e3)
    add("t|tonne|ton|metric ton|metric tonne|mt|tons", .mass, 1e6)
    add("kt|kiloton|kilotonne", .mass, 1e9)
    // 1 lb = 453.59237 g exactly; a short ton is 2,000 lb.
    add("lb|pound", .mass, 453.592_37, imperial: true)
    add("short ton|us ton|ton us", .mass, 907_184.74, imperial: true)
    add("l|liter|litre", .volume, 1)
    add("kl|m3|m³|cubic meter|cubic metre", .volume, 1e3)
    add("gal|gallon|us gallon", .volume, 3.785_411_784)
    add("usd|us$|$|dollar|us dollar", .money, 1)
    add("token|tok|subword|piece|subword piece|bpe token|word piece|wordpiece", .tokens, 1)
    add("word", .words, 1)
    add("byte", .bytes, 1)
    for (index, letter) in ["k", "m", "g", "t", "p"].enumerated() {
      let thousand = (0...index).reduce(1.0) { product, _ in product * 1e3 }
      let binary = (0...index).reduce(1.0) { product, _ in product * 1024 }
      add("\(letter)b", .bytes, thousand)
      add("\(letter)ib", .bytes, binary)
    }
    add(
      "gpu|tpu|chip|device|accelerator|core|node|parameter|param|weight|request|query|prompt|image|"
        + "inference|user|person|run|job|epoch|step|querie|expert|server|phone|flight|car|item",
      .count, 1)
    add("%|percent|per cent|pct", .ratio, 0.01)
    add("ratio|x|×|times|fold", .ratio, 1)
    return units
  }()
}

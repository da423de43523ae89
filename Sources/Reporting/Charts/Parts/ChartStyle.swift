import Accounting

/// What a mark on a chart stands for, by colour: the ones of Okabe and Ito 2008, which colour-blind eyes tell apart,
/// in an order that also differs in grey.
public enum Ink: String, Hashable, Sendable, CaseIterable {
  case first = "c1"
  case second = "c2"
  case third = "c3"
  case fourth = "c4"
  case fifth = "c5"
  case sixth = "c6"
  /// Text, and what is neither one nor the other.
  case text = "ct"
  /// Context: what the finding is not about.
  case faint = "cf"

  /// The colour of the series with this number; after six they begin again.
  public static func series(_ number: Int) -> Ink {
    [.first, .second, .third, .fourth, .fifth, .sixth][number % 6]
  }
}

/// How a line is drawn, so that it can be told apart without colour.
public enum Stroke: String, Hashable, Sendable {
  case solid = ""
  case dashed = " da"
  case dotted = " do"
}

/// The shape of a point.
public enum PointShape: Hashable, Sendable { case circle, ring, square, diamond, cross }

enum ChartStyle {
  /// The style of all charts; it names only what stands in an element of class `jb`, so that it can stand in a page.
  ///
  /// Colours are written out rather than named by variables, because converters and drawing programs know none. Words have inks
  /// of their own where those of areas are too pale to be read on paper.
  static let sheet = """
    .jb{font:12px system-ui,sans-serif}
    .jb .ru,.jb .ax,.jb .li,.jb .hl,.jb .hm,.jb .ou,.jb .oi{fill:none}
    .jb .fi,.jb .pt,.jb .wi,.jb .na,.jb .tx{fill:currentColor}.jb .li,.jb .ri{stroke:currentColor}
    .jb .li{stroke-width:2;stroke-linejoin:round}.jb .th{stroke-width:1}.jb .da{stroke-dasharray:7 4}\
    .jb .do{stroke-dasharray:2 4}
    .jb .ri{stroke-width:1.6}.jb .wi{fill-opacity:.16}.jb .na{fill-opacity:.3}
    .jb .tx{stroke:none}.jb .ti{font-size:16px;font-weight:600}.jb .bo{font-weight:600}.jb .sm{font-size:11px}
    .jb .hl{stroke-width:2.2}.jb .hm{stroke-width:1}.jb .mi{stroke-width:.6}.jb .ou{stroke-width:5}\
    .jb .oi{stroke-width:2}
    .jb .c1{color:#0072b2}.jb .c2{color:#d55e00}.jb .c3{color:#009e73}.jb .c4{color:#a34d83}.jb .c5{color:#b87d00}\
    .jb .c6{color:#3d9bd1}.jb .ct{color:#1c1c1c}.jb .cf{color:#6b6b6b}
    .jb .tx.c2{color:#b34700}.jb .tx.c3{color:#007656}.jb .tx.c5{color:#8a5d00}.jb .tx.c6{color:#1d6f9e}
    .jb .pa,.jb .hd,.jb .ri{fill:#fff}.jb .pt,.jb .ha,.jb .hl,.jb .ou{stroke:#fff}
    .jb .ru{stroke:#e4e4e4}.jb .ax,.jb .hm,.jb .mi{stroke:#6b6b6b}.jb .oi{stroke:#1c1c1c}
    .jb .h0{fill:#eaf2f8}.jb .h1{fill:#cfe1ee}.jb .h2{fill:#abcbe2}.jb .h3{fill:#82b0d3}.jb .h4{fill:#568fbf}\
    .jb .h5{fill:#316b9f}.jb .h6{fill:#174573}
    .jb .ha{paint-order:stroke;stroke-width:3.5px;stroke-linejoin:round}
    @media(prefers-color-scheme:dark){
    .jb .c1{color:#58aee8}.jb .c2{color:#ff8d52}.jb .c3{color:#35c79c}.jb .c4{color:#e090c2}.jb .c5{color:#edb13a}\
    .jb .c6{color:#a5d7f5}.jb .ct{color:#e6e6e6}.jb .cf{color:#a0a0a0}
    .jb .tx.c2{color:#ff8d52}.jb .tx.c3{color:#35c79c}.jb .tx.c5{color:#edb13a}.jb .tx.c6{color:#a5d7f5}
    .jb .pa,.jb .hd,.jb .ri{fill:#181818}.jb .pt,.jb .ha,.jb .hl,.jb .ou{stroke:#181818}
    .jb .ru{stroke:#343434}.jb .ax,.jb .hm,.jb .mi{stroke:#a0a0a0}.jb .oi{stroke:#e6e6e6}
    .jb .h0{fill:#20303f}.jb .h1{fill:#2b4964}.jb .h2{fill:#3a6488}.jb .h3{fill:#5083ab}.jb .h4{fill:#74a3c8}\
    .jb .h5{fill:#a2c4de}.jb .h6{fill:#dbe9f4}
    }
    """

  /// The texture that an evidence has over its colour: metered is plain, the weaker the more paper shows through.
  static func texture(_ evidence: Evidence) -> String? {
    switch evidence {
    case .metered: nil
    case .attributed: "dots"
    case .modelled: "lines"
    case .assumed: "cross"
    }
  }

  /// The texture of what is not known: thin lines on paper, so that it looks like none of the others.
  static func missing(_ name: String) -> String {
    """
    <defs><pattern id="\(name)-missing" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">\
    <rect class="hd" width="9" height="9"/><path class="hm" d="M0 0H9"/></pattern></defs>
    """
  }

  /// Textures, with ids of their own for each chart, as several may stand on one page.
  static func textures(_ name: String) -> String {
    """
    <defs><pattern id="\(name)-dots" width="7" height="7" patternUnits="userSpaceOnUse">\
    <circle class="hd" cx="3.5" cy="3.5" r="1.3"/></pattern>\
    <pattern id="\(name)-lines" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
    <path class="hl" d="M3 0V6"/></pattern>\
    <pattern id="\(name)-cross" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
    <path class="hl" d="M3 0V6M0 3H6"/></pattern></defs>
    """
  }
}

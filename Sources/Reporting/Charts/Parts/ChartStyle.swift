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
  static let sheet = """
    .jb{--paper:#fff;--ct:#1c1c1c;--cf:#6b6b6b;--rule:#e4e4e4;--c1:#0072b2;--c2:#d55e00;--c3:#009e73;--c4:#a34d83;\
    --c5:#b87d00;--c6:#3d9bd1;--h0:#eaf2f8;--h1:#cfe1ee;--h2:#abcbe2;--h3:#82b0d3;--h4:#568fbf;--h5:#316b9f;--h6:#174573;\
    font:12px system-ui,sans-serif}
    @media(prefers-color-scheme:dark){.jb{--paper:#181818;--ct:#e6e6e6;--cf:#a0a0a0;--rule:#343434;--c1:#58aee8;\
    --c2:#ff8d52;--c3:#35c79c;--c4:#e090c2;--c5:#edb13a;--c6:#a5d7f5;--h0:#20303f;--h1:#2b4964;--h2:#3a6488;--h3:#5083ab;--h4:#74a3c8;--h5:#a2c4de;\
    --h6:#dbe9f4}}
    .jb .c1{--c:var(--c1)}.jb .c2{--c:var(--c2)}.jb .c3{--c:var(--c3)}.jb .c4{--c:var(--c4)}\
    .jb .c5{--c:var(--c5)}.jb .c6{--c:var(--c6)}.jb .ct{--c:var(--ct)}.jb .cf{--c:var(--cf)}
    .jb .pa{fill:var(--paper)}.jb .ru{stroke:var(--rule);fill:none}.jb .ax{stroke:var(--cf);fill:none}
    .jb .li{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round}.jb .th{stroke-width:1}\
    .jb .da{stroke-dasharray:7 4}.jb .do{stroke-dasharray:2 4}
    .jb .fi{fill:var(--c)}.jb .pt{fill:var(--c);stroke:var(--paper)}\
    .jb .ri{fill:var(--paper);stroke:var(--c);stroke-width:1.6}
    .jb .wi{fill:var(--c);fill-opacity:.16}.jb .na{fill:var(--c);fill-opacity:.3}
    .jb .tx{fill:var(--c);stroke:none}.jb .ha{paint-order:stroke;stroke:var(--paper);stroke-width:3.5px;\
    stroke-linejoin:round}.jb .ti{font-size:16px;font-weight:600}.jb .bo{font-weight:600}.jb .sm{font-size:11px}
    .jb .hl{stroke:var(--paper);stroke-width:2.2;fill:none}.jb .hd{fill:var(--paper)}\
    .jb .hm{stroke:var(--cf);stroke-width:1;fill:none}.jb .mi{stroke:var(--cf);stroke-width:.6}\
    .jb .ou{fill:none;stroke:var(--paper);stroke-width:5}.jb .oi{fill:none;stroke:var(--ct);stroke-width:2}
    .jb .h0{fill:var(--h0)}.jb .h1{fill:var(--h1)}.jb .h2{fill:var(--h2)}.jb .h3{fill:var(--h3)}\
    .jb .h4{fill:var(--h4)}.jb .h5{fill:var(--h5)}.jb .h6{fill:var(--h6)}
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

import Foundation

/// One text, packed with gzip in the ways that zlib has, made with Python's zlib.
enum GzipSamples {
  static let sha256 = "cd4243ffff2823a66748a47233cc4f5d72c884bffc68f62d44fcabac1a22c918"
  static let count = 2260
  static let dynamic = data(
    "H4sIAAAAAAACA23VvW4bQQwE4N7PMjGWQ/J+8hzpAyMWDBVyAksu/Pa5o45qPMBiuMVUHxbc2/lyut5eLv/w+vnxcj"
      + "v/fcfpcr5et8sVp/fTx9vX7z/b/fNyen3iYPwYtp1fY/zcj8GeE+N5bLctTVQIHhXuSVFx+FHxPV1UAnFUYs8QlUQe"
      + "lcoUlQnTUZn2nERlxnxU5j1nUVmwHJVlz0VUVqxHZd1z/V6xARttNwpviNYG/BC+EwtjI6yRrZRNMJvD2tkK2oS0Ba"
      + "ypraxNYFvCWttqmPC2CdbgVuImyG2GtbkVugl1W2DNbuVuAt5WWMtb0Zuw5wDbnmVPYU8D255lT2HP7X0/Hvj9hQt7"
      + "Otj2LHsKewbY9ix7Cnsm2PasQWHPCWx7lj2FPWew7Vn2FPZcwLZn2VPYcwXbnmVPYe8D3vZe9i7s3eBt72Xvwt4Jb3"
      + "svexf2vq2Xx365Lxhh7wFvey97F/ae8Lb3Gi7sfYK3vZe9C3uf4W3vZe/C3hd423vZu7D3Fd72XvYu7GMg2j7KPoR9"
      + "GKLto+xD2AcRbR9lH8I+HNH2UfYh7GPb7o/1ft/vwj4S0fZRI4R9TIi2j7IPYR8zou2j7EPYx4Jo+yj7EPaxIto+yj"
      + "6EfQ5k22fZp7BPQ7Z9ln0K+ySy7bPsU9inI9s+yz6FfQay7bPsU9jn9rk+ftf79yrsc0K2fZZ9CvuckW2fZZ/CPhdk"
      + "22fZp7DPFdn2Wfa5Pv0HBSxcEtQIAAA=")
  static let fixed = data(
    "H4sIAAAAAAACAyvJzE0tLknMLdBJKS1KLMnMz9NJzc0sLgYyinVS81KL0ivjk4Hs0tzUFC4jAyMTXQNDIAoxMLACIU"
      + "MdQz1THQM9AyALSBpiUWKkYwRVYgQijbAoMdYxhioxBpHGWJSY6JhAlZiASBMsSkx1TKFKwKQpFiVmOmZQJWYg0gyL"
      + "EnMdc6gScxBpjkWJhY4FVIkFiLTAosRSxxKqxBJEWmIqMTTQMTSAhZ0BOPAMsKgCBjA8hCFBjCWMDY10DGGBbAgOZU"
      + "MswWxorGMIC2dDcEAbYglpQxMdQ1hQG4LD2hBLYBua6hjCQtsQTBliCW9DMx1DWIAbgkPcEEuQG5rrGMLC3BAc6IZY"
      + "Qt3QQscQFuyG4HA3xBLwhpY6hrCQNwQHvSGWsDcy0DGChb0ROOyNsIS9kaGOESzsjcBhb4Ql7I2A6RuewCEpHEvYGx"
      + "nrGMHC3ggc9kZYwt7IRMcIFvZG4LA3whL2RqY6RrCwNwJTRljC3shMxwgW9kbgsDfCEvZG5jpGsLA3Aoe9EZawN7LQ"
      + "MYKFvRE47I2whL2RpY4RLOyNwGFvhCXsjQ10jGFhbwwOe2MsYW9sqGMMC3tjcNgbYwl7YyMdY1jYG4PD3hhL2BsDix"
      + "d4+QIpYLCEvbGJjjEs7I3BYW+MJeyNTXWMYWFvDKaMsYS9sZmOMSzsjcFhb4wl7I3NdYxhYW8MDntjLGFvbKFjDAt7"
      + "Y3DYG2MJe2NLHWNY2BuDw94YS9ibGOiYwMLeBBz2JljC3sRQxwQW9ibgsDfBEvYmRjomsLA3AYe9CZawNzHWMYGFvQ"
      + "k47E2whL0JsHSHF++Q8h1L2JuY6pjAwt4ETJlgCXsTMx0TWNibgMPeBEvYm5jrmMDC3gQc9iZYwt7EQscEFvYm4LA3"
      + "wRL2JpY6JrCwNwGHvQmWsDc10DGFhb0pOOxNsYS9qaGOKSzsTcFhb4ol7E2NdExhYW8KDntTLGFvaqxjCgt7U3DYm2"
      + "IJe1MTHVNY2JuCw94US9ibAitXeO0KqV6xhL2pmY4pLOxNwWFviiXsTc11TGFhbwoOe1MsYW9qoWMKC3tTcNibYgl7"
      + "U0sdU1jYm4LD3tSSCwAFLFwS1AgAAA==")
  static let named = data(
    "H4sICNcPB2sC/2VtaXNzaW9ucy5jc3YAbdW9bhtBDATg3s8yMZZD8n7yHOkDIxYMFXICSy789rmjjmo8wGK4xVQfFt"
      + "zb+XK63l4u//D6+fFyO/99x+lyvl63yxWn99PH29fvP9v983J6feJg/Bi2nV9j/NyPwZ4T43lsty1NVAgeFe5JUXH4"
      + "UfE9XVQCcVRizxCVRB6VyhSVCdNRmfacRGXGfFTmPWdRWbAclWXPRVRWrEdl3XP9XrEBG203Cm+I1gb8EL4TC2MjrJ"
      + "GtlE0wm8Pa2QrahLQFrKmtrE1gW8Ja22qY8LYJ1uBW4ibIbYa1uRW6CXVbYM1u5W4C3lZYy1vRm7DnANueZU9hTwPb"
      + "nmVPYc/tfT8e+P2FC3s62PYsewp7Btj2LHsKeybY9qxBYc8JbHuWPYU9Z7DtWfYU9lzAtmfZU9hzBdueZU9h7wPe9l"
      + "72Luzd4G3vZe/C3glvey97F/a+rZfHfrkvGGHvAW97L3sX9p7wtvcaLux9gre9l70Le5/hbe9l78LeF3jbe9m7sPcV"
      + "3vZe9i7sYyDaPso+hH0You2j7EPYBxFtH2Ufwj4c0fZR9iHsY9vuj/V+3+/CPhLR9lEjhH1MiLaPsg9hHzOi7aPsQ9"
      + "jHgmj7KPsQ9rEi2j7KPoR9DmTbZ9mnsE9Dtn2WfQr7JLLts+xT2Kcj2z7LPoV9BrLts+xT2Of2uT5+1/v3KuxzQrZ9"
      + "ln0K+5yRbZ9ln8I+F2TbZ9mnsM8V2fZZ9rk+/QcFLFwS1AgAAA==")

  private static func data(_ text: String) -> Data { Data(base64Encoded: text) ?? Data() }

  /// Without compression: made here, because it is nothing but its frame.
  static func stored(_ text: Data) -> Data {
    var all = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1])
    for value in [UInt16(text.count), ~UInt16(text.count)] {
      all.append(UInt8(value & 0xFF))
      all.append(UInt8(value >> 8))
    }
    all += text
    for value in [0x125c2c05, UInt32(text.count)] as [UInt32] {
      for shift in stride(from: 0, to: 32, by: 8) {
        all.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
      }
    }
    return all
  }
}

import CLinux

/// What a folder lies on.
package enum Volume {
  /// Volumes that other machines write as well: linux/magic.h, and Lustre's and GPFS's own headers.
  private static let network: [Int: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB", 0xFF53_4D42: "CIFS", 0x0BD0_0BD0: "Lustre",
    0x4750_4653: "GPFS", 0x00C3_6400: "CephFS", 0x1983_0326: "BeeGFS", 0x5346_414F: "AFS",
    0x0116_1970: "GFS2", 0x7461_636F: "OCFS2",
  ]

  /// Name of the network file system that `path`, or the nearest folder above it, is on; nil when it is none.
  package static func network(_ path: String) -> String? {
    var path = path
    while !FileText.exists(path), let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      path = String(path[..<slash])
    }
    return network[Int(clinux_volume_kind(path))]
  }
}

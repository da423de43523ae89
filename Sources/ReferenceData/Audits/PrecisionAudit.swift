import Quantities

/// X10: a dense peak is at most twice that of the next wider number format; more is a peak with sparsity, or of
/// another unit (chip, core, board). Held against makers whose formats halve; others build what they like.
struct PrecisionAudit: Audit {
  let check = "X10"

  /// Wider and narrower format, in the order of their widths.
  private static let steps = [
    ("tensor_fp16_tflops", "fp8_tflops"), ("tensor_fp16_tflops", "int8_tops"),
    ("fp8_tflops", "fp4_tflops"),
  ]

  private static let makers: Set<String> = ["NVIDIA", "AMD", "Intel", "Google"]

  func findings(in catalogue: Catalogue) -> [Finding] {
    catalogue.rows("accelerators").filter { Self.makers.contains($0["vendor"]) }.flatMap { row in
      Self.steps.compactMap { wide, narrow in
        guard let a = row.number(wide), let b = row.number(narrow), a > 0, b / a > 2.2 else {
          return nil
        }
        return Finding(
          table: "accelerators", key: row.key,
          text: "\(narrow) is \((b / a).text()) times \(wide)")
      }
    }
  }
}

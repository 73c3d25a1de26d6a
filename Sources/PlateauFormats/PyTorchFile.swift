/// Files that PyTorch writes by `torch.save`, which are not read: they hold programs.
public enum PyTorchFile {
  /// What to do with one.
  public static let remedy =
    "Export the model: torch.onnx.export(model.eval(), (example,), 'model.onnx')."

  /// The bytes at the beginning that tell.
  public static let headLength = 96

  /// Whether a file that begins so is one: a zip archive with `data.pkl` as its first file, or a
  /// pickle.
  public static func isOne(_ head: some Collection<UInt8>) -> Bool {
    let head = Array(head)
    if head.starts(with: [0x80]), head.count > 1, (2...5).contains(head[1]) { return true }
    return head.starts(with: Array("PK\u{3}\u{4}".utf8))
      && String(decoding: head, as: UTF8.self).contains("data.pkl")
  }
}

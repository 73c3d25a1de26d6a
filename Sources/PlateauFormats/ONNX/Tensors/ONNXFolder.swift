import PlateauData
import Synchronization

/// The files in which the tensors of a model may keep their values: its own, and others of its folder.
final class ONNXFolder: Sendable {
  private let path: String
  private let own: OpenFile
  private let others = Mutex<[String: OpenFile]>([:])

  /// The folder of a model.
  init(of file: OpenFile) {
    own = file
    path = FilePathText.folder(of: file.path)
  }

  /// A file of the folder, which is opened once.
  ///
  /// - Throws: `DataError` where it is missing, or lies elsewhere.
  func file(_ name: String) throws(DataError) -> OpenFile {
    if name == ONNXOutline.ownFile { return own }
    if let open = others.withLock({ $0[name] }) { return open }
    let file = try OpenFile(name, inside: path)
    others.withLock { $0[name] = file }
    return file
  }
}

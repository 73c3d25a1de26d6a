import PlateauData

/// The text of the `DataError` that some work throws, with a folder's path replaced by `DIR`.
func message<Value>(in folder: TemporaryFolder? = nil, _ work: () throws -> Value) -> String {
  do {
    _ = try work()
    return "nothing was thrown"
  } catch let error as DataError {
    return folder.map { error.message.replacing($0.path, with: "DIR") } ?? error.message
  } catch {
    return "\(type(of: error)): \(error)"
  }
}

public import PlateauData

/// A list of networks and properties with time limits, as the verification competition gives them.
///
/// Each line is `network,property,seconds`, with paths relative to the folder of the list. A first line
/// with names says where these are among others: `network`, `onnx` or `model`; `property` or `vnnlib`;
/// `limit_s`, `limit`, `timeout_s`, `timeout` or `seconds`. Where there is no such file, but one with `.gz` after its name, that
/// is taken.
///
/// ```swift
/// let list = try InstanceList.read("acasxu/instances.csv")
/// print(list.instances.count, list.seconds)
/// ```
public struct InstanceList: Sendable, Hashable {
  /// A network, a property, and the time for it.
  public struct Instance: Sendable, Hashable {
    /// The network as the list names it.
    public let listedNetwork: String
    /// The property as the list names it.
    public let listedProperty: String
    /// The path of the network.
    public let network: String
    /// The path of the property.
    public let property: String
    /// The limit in seconds, above 0.
    public let limit: Double
  }

  /// The path of the list.
  public let path: String
  /// The instances in the order of the list; one or more.
  public let instances: [Instance]

  /// The most time that all instances take together, in seconds.
  public var seconds: Double { instances.reduce(0) { $0 + $1.limit } }

  /// The largest list, in bytes.
  public static let largestFile = 1 << 26

  /// Reads a list.
  ///
  /// - Throws: `DataError` that names the file, and the line where one is no instance.
  /// - Complexity: O(*size*)
  public static func read(_ path: String) throws(DataError) -> InstanceList {
    let bytes = try FileBytes.read(path, limit: largestFile)
    return try InstanceList(parsing: bytes, named: path)
  }

  /// Reads the bytes of a list.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - path: Its path, to whose folder others are relative.
  /// - Throws: `DataError`, as `read`.
  public init(parsing bytes: [UInt8], named path: String) throws(DataError) {
    self.path = path
    let folder = FilePathText.folder(of: path)
    func located(_ name: String) -> String {
      let full = name.hasPrefix("/") || folder == "." ? name : folder + "/" + name
      let packed = full + ".gz"
      return !FileBytes.isFile(full) && FileBytes.isFile(packed) ? packed : full
    }
    var columns: InstanceColumns?
    var instances: [Instance] = []
    for (number, fields) in try CSVText.lines(of: bytes, named: path) {
      guard let places = columns else {
        let found = try InstanceColumns(fields, line: number, of: path)
        columns = found
        if found.isHeader { continue }
        instances.append(try found.instance(fields, line: number, of: path, located))
        continue
      }
      instances.append(try places.instance(fields, line: number, of: path, located))
    }
    guard !instances.isEmpty else {
      throw DataError(
        .malformed, "'\(path)' lists no instance. Give lines such as 'net.onnx,prop.vnnlib,60'.")
    }
    self.instances = instances
  }
}

/// Where network, property and limit are in a line.
private struct InstanceColumns {
  var network = 0
  var property = 1
  var limit = 2
  /// Whether the line that says so is no instance itself.
  var isHeader = false

  private static let networkNames: Set = ["network", "onnx", "model"]
  private static let propertyNames: Set = ["property", "vnnlib"]
  private static let limitNames: Set = ["limit_s", "limit", "timeout_s", "timeout", "seconds"]

  init(_ fields: [String], line: Int, of path: String) throws(DataError) {
    let names = fields.map { $0.lowercased() }
    func place(_ known: Set<String>) -> Int? { names.firstIndex { known.contains($0) } }
    let found = [Self.networkNames, Self.propertyNames, Self.limitNames].map(place)
    guard found.contains(where: { $0 != nil }) else { return }
    guard let network = found[0], let property = found[1], let limit = found[2] else {
      throw DataError(
        .malformed,
        "Line \(line) of '\(path)' names columns, but not all of network, property and timeout. Name "
          + "these three, or leave the line out.")
    }
    (self.network, self.property, self.limit, isHeader) = (network, property, limit, true)
  }

  func instance(
    _ fields: [String], line: Int, of path: String, _ located: (String) -> String
  ) throws(DataError) -> InstanceList.Instance {
    let needed = max(network, property, limit) + 1
    guard fields.count >= needed else {
      throw DataError(
        .malformed,
        "Line \(line) of '\(path)' has \(fields.count) field\(fields.count == 1 ? "" : "s"), but "
          + "\(needed) are needed: the network, the property and the seconds.")
    }
    for (place, what) in [(network, "network"), (property, "property")] where fields[place].isEmpty
    {
      throw DataError(.malformed, "Line \(line) of '\(path)' names no \(what). Name its file.")
    }
    guard let seconds = Double(fields[limit]), seconds > 0, seconds.isFinite else {
      throw DataError(
        .malformed,
        "Line \(line) of '\(path)' has the limit \(fields[limit].quotedForMessage). Give a positive "
          + "number of seconds.")
    }
    return InstanceList.Instance(
      listedNetwork: fields[network], listedProperty: fields[property],
      network: located(fields[network]), property: located(fields[property]), limit: seconds)
  }
}

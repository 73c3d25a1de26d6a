extension Dataset {
  /// Reads a dataset by its name or path.
  ///
  /// - Parameters:
  ///   - source: `strokes`, which is built in; `mnist`; `cifar10`; or the path of a folder with IDX
  ///     files or those of CIFAR-10, or of an npz file.
  ///   - dataDirectory: Where a named dataset is looked for first, before the environment variable
  ///     `PLATEAU_DATA` and `~/.cache/plateau`.
  ///   - format: How the arrays of an npz file are read.
  /// - Returns: The dataset, called by its name, or as its file or folder is.
  /// - Throws: `DataError` where nothing is found, which says where it was looked for, or what is
  ///   found cannot be read.
  public static func load(
    _ source: String, dataDirectory: String? = nil, arrays format: ArrayFormat = ArrayFormat()
  ) throws(DataError) -> Dataset {
    try DatasetCatalog(dataDirectory: dataDirectory).load(source, arrays: format)
  }
}

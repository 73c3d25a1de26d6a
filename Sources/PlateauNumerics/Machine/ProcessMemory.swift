#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The memory of this process.
public enum ProcessMemory {
  /// The bytes in use now; on macOS the most that were in use at any time, and 0 where the
  /// system does not tell.
  ///
  /// - Complexity: Some microseconds.
  public static var resident: Int {
    #if os(Linux)
    if let file = fopen("/proc/self/statm", "r") {
      defer { fclose(file) }
      // Pages in all, and those in memory.
      var line = [CChar](repeating: 0, count: 128)
      if fgets(&line, Int32(line.count), file) != nil {
        let words = line.prefix { $0 != 0 }.split(separator: CChar(UInt8(ascii: " ")))
        if words.count > 1,
          let pages = Int(String(decoding: words[1].map { UInt8(bitPattern: $0) }, as: UTF8.self))
        {
          return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
      }
    }
    return 0
    #else
    var usage = rusage()
    return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0
    #endif
  }
}

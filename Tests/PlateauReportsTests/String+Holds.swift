#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension String {
  /// Whether a part occurs in it, byte by byte: `contains` takes seconds on a page in debug builds.
  func holds(_ part: String) -> Bool { strstr(self, part) != nil }
}

import PlateauNumerics
import Testing

@testable import PlateauExperiments

@Suite("The description of a build")
struct BuildDescriptionTests {
  @Test func `begins with the version, and says what is known`() {
    var build = BuildDescription(
      plateau: "1.2.3", swift: "6.3", optimization: .release, platform: "linux x86_64",
      isStatic: true, level: .avx2)
    #expect(
      build.text == """
        1.2.3
        compiler: Swift 6.3
        optimization: release
        platform: linux x86_64
        standard library: static
        processor level: avx2
        """)
    build.isStatic = nil
    build.optimization = .debugWithKernels
    #expect(!build.text.contains("library"))
    #expect(build.text.contains("\noptimization: debug, kernels optimized\n"))
  }
}

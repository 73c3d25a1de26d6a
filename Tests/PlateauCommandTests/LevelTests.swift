import Testing

@Suite("PLATEAU_LEVEL")
struct LevelTests {
  @Test func `is checked before a command does anything`() throws {
    let place = try Workplace()
    let result = try Tool.run(
      ["info", "none.onnx"], in: place.path, environment: ["PLATEAU_LEVEL": "fast"])
    #expect(result.status == 2)
    #expect(
      result.errors
        == "Error: PLATEAU_LEVEL is 'fast', but takes avx512, avx2, neon, portable. Unset it for "
        + "the fastest.\n")
  }

  @Test func `changes no bit`() throws {
    let place = try Workplace()
    func results(_ level: String) throws -> String {
      let folder = "run-\(level)"
      let environment = level.isEmpty ? [:] : ["PLATEAU_LEVEL": level]
      let train = try Tool.run(
        place.training(folder, epochs: 1), in: place.path, environment: environment)
      try #require(train.status == 0, "\(train.errors)")
      return try Tool.run(
        ["evaluate", folder, "--data", "small.npz", "--json"], in: place.path,
        environment: environment
      ).output.replacing(folder, with: "RUN")
    }
    #expect(try results("portable") == results(""))
  }
}

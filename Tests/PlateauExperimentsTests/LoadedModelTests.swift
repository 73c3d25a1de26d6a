import GoldenValues
import PlateauExperiments
import PlateauFormats
import PlateauNetworks
import Testing

@Suite struct `Models from elsewhere` {
  @Test func `an ONNX file is read by its ending`() throws {
    let path = Fixture.path("onnx/torch-sigmoid.onnx")
    let loaded = try LoadedModel(path)
    #expect(loaded.path == path)
    #expect(loaded.network.architecture.summary == "12-6-5-3")
    #expect(loaded.network == (try ONNXFile.read(path).network()))
    #expect(loaded.metadata.isEmpty)
  }

  @Test func `a file of another kind is refused`() {
    let path = Fixture.path("onnx/make.py")
    #expect {
      _ = try LoadedModel(path)
    } throws: { error in
      (error as? ExperimentError)?.message
        == "'\(path)' is no model: models are run folders and files that end in '.safetensors' or "
        + "'.onnx'."
    }
  }
}

import Foundation
import GoldenValues
import PlateauData
import Testing

@Suite("Models in and out on the command line")
struct ConvertTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  @Test func `a run goes to ONNX and back, and predicts the same`() throws {
    #expect(try Tool.run(place.training("run"), in: place.path).status == 0)
    let converted = try place.plateau("convert", "run", "model.onnx")
    #expect(converted.status == 0 && converted.errors.isEmpty)
    let size = try FileBytes.read(place.path + "/model.onnx").count
    // 16·16 + 16, 8·16 + 8, 3·8 + 3 parameters.
    #expect(converted.output == "model.onnx: 435 parameters as float, \(size) bytes\n")
    let again = try place.plateau("convert", "run", "model.onnx")
    #expect(again.status == 2 && again.output.isEmpty)
    #expect(
      again.errors == "Error: 'model.onnx' is there already. Replace it with --force, or choose "
        + "another name.\n")
    #expect(try place.plateau("convert", "run", "model.onnx", "--force").status == 0)
    let wide = try place.plateau(
      "convert", "model.onnx", "wide.safetensors", "--precision", "double")
    #expect(wide.status == 0 && wide.output.contains("435 parameters as double"))
    let narrow = try place.plateau(
      "convert", "wide.safetensors", "narrow.safetensors", "--precision", "float")
    #expect(narrow.output.hasSuffix("Rounding to float changed 0 parameters.\n"))

    var values: [Float] = []
    for index in 0..<64 { values.append(Float(index % 7) / 7) }
    try NPYArray(values, shape: [4, 4, 4]).write(to: place.path + "/x.npy")
    for model in ["run", "model.onnx", "wide.safetensors", "narrow.safetensors"] {
      let result = try place.plateau(
        "predict", model, "--inputs", "x.npy", "--output", "\(model).npy")
      #expect(result.status == 0)
      #expect(
        try FileBytes.read(place.path + "/\(model).npy")
          == FileBytes.read(place.path + "/run.npy"))
    }
    let info = try place.plateau("info", "model.onnx")
    #expect(info.status == 0)
    #expect(info.output.contains("file           model.onnx, onnx, \(size) bytes\n"))
    #expect(info.output.contains("written by     plateau 0.1.0\n"))
    #expect(info.output.contains("parameters     435 as float\n"))
    #expect(info.output.contains("multiply-adds  408 for each example\n"))
  }

  @Test func `a state_dict of PyTorch is converted once`() throws {
    let state = Fixture.path("onnx-out/torch-named.safetensors")
    let refused = try place.plateau("info", state)
    #expect(refused.status == 2)
    #expect(
      refused.errors.contains("'plateau convert \(state) model.safetensors --activation relu'"))
    let converted = try place.plateau(
      "convert", state, "named.safetensors", "--activation", "relu")
    #expect(converted.status == 0 && converted.errors.isEmpty)
    #expect(
      converted.output.hasPrefix(
        "Read as:\nfc1   layers.0  5 × 6\nfc2   layers.1  5 × 5\nfc10  layers.2  3 × 5\n"
          + "named.safetensors: 83 parameters as float, "))
    let json = try place.plateau("info", "named.safetensors", "--json")
    let record = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    for key in [
      "model", "file", "format", "bytes", "precision", "classes", "parameters", "runningMeans",
      "hiddenUnits", "multiplyAdds", "architecture", "layers", "weights",
    ] {
      #expect(record[key] != nil, "\(key)")
    }
    // What info says of the architecture is what convert takes.
    let architecture = try JSONSerialization.data(
      withJSONObject: try #require(record["architecture"]))
    try AtomicFile.write(Array(architecture), to: place.path + "/named.json")
    let told = try place.plateau(
      "convert", state, "told.safetensors", "--architecture", "named.json")
    #expect(told.status == 0)
    #expect(
      try FileBytes.read(place.path + "/told.safetensors")
        == FileBytes.read(place.path + "/named.safetensors"))
  }

  @Test func `bad usage is named, with status 2`() throws {
    func message(_ arguments: String...) throws -> String {
      let result = try Tool.run(["convert"] + arguments, in: place.path)
      #expect(result.status == 2 && result.output.isEmpty)
      return result.errors
    }
    #expect(
      try message("none.onnx", "model.pt")
        == "Error: 'model.pt' ends in no format of models: give a name that ends in '.onnx' or "
        + "'.safetensors'.\n")
    #expect(
      try message("none.onnx", "model.onnx")
        == "Error: There is no file 'none.onnx'. Check the path.\n")
    #expect(
      try message("m.onnx", "n.onnx", "--activation", "relu", "--architecture", "a.json").hasPrefix(
        "Error: An architecture has its activations. Leave out --activation.\n"))
    #expect(
      try message("m.safetensors", "n.onnx", "--architecture", "a.json")
        == "Error: There is no file 'a.json'. Check the path.\n")
    #expect(
      try message(
        Fixture.path("onnx/torch-tanh.onnx"), "n.onnx", "--activation", "tanh"
      ).hasSuffix(
        "says the architecture of its network itself. Leave out --activation and --architecture.\n")
    )
    #expect(!FileBytes.isFile(place.path + "/n.onnx"))
  }
}

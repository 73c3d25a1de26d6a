import PlateauData
import PlateauExperiments
import Testing

@Suite("Lists of instances")
struct InstanceListTests {
  private func list(_ text: String, at path: String = "lists/i.csv") throws -> InstanceList {
    try InstanceList(parsing: Array(text.utf8), named: path)
  }

  @Test func `lines of the competition are networks, properties and seconds`() throws {
    let found = try list("onnx/a.onnx,vnnlib/p.vnnlib,116\n\n./b.onnx , /q.vnnlib, 1.5e1\r\n")
    #expect(found.instances.map(\.listedNetwork) == ["onnx/a.onnx", "./b.onnx"])
    #expect(found.instances.map(\.network) == ["lists/onnx/a.onnx", "lists/./b.onnx"])
    #expect(found.instances.map(\.property) == ["lists/vnnlib/p.vnnlib", "/q.vnnlib"])
    #expect(found.instances.map(\.limit) == [116, 15])
    #expect(found.seconds == 131)
    #expect(try list("a,b,1", at: "i.csv").instances[0].network == "a")
  }

  @Test func `names in the first line say where they are`() throws {
    let text = """
      \u{feff}answer,Limit_s,"property",network
      sat,20,p.vnnlib,"a ""x"", b.onnx"
      """
    let found = try list(text)
    #expect(found.instances.map(\.listedNetwork) == [#"a "x", b.onnx"#])
    #expect(found.instances.map(\.listedProperty) == ["p.vnnlib"])
    #expect(found.instances.map(\.limit) == [20])
  }

  @Test func `compressed files stand in for those that are not there`() throws {
    let folder = try TemporaryFolder()
    for name in ["a.onnx.gz", "p.vnnlib", "p.vnnlib.gz"] {
      try AtomicFile.write(text: "", to: folder.path + "/" + name)
    }
    let found = try list("a.onnx,p.vnnlib,1", at: folder.path + "/i.csv")
    #expect(found.instances[0].network == folder.path + "/a.onnx.gz")
    #expect(found.instances[0].property == folder.path + "/p.vnnlib")
    #expect(found.instances[0].listedNetwork == "a.onnx")
  }

  @Test(arguments: [
    ("", "'lists/i.csv' lists no instance. Give lines such as 'net.onnx,prop.vnnlib,60'."),
    (
      "network,property,timeout",
      "'lists/i.csv' lists no instance. Give lines such as 'net.onnx,prop.vnnlib,60'."
    ),
    (
      "network,property\na,b",
      "Line 1 of 'lists/i.csv' names columns, but not all of network, property and timeout. Name these three, or leave the line out."
    ),
    (
      "a.onnx,p.vnnlib,1\n\nb.onnx",
      "Line 3 of 'lists/i.csv' has 1 field, but 3 are needed: the network, the property and the seconds."
    ),
    (
      "a.onnx,,1", "Line 1 of 'lists/i.csv' names no property. Name its file."
    ),
    (",b,1", "Line 1 of 'lists/i.csv' names no network. Name its file."),
    (
      "a,b,soon",
      "Line 1 of 'lists/i.csv' has the limit 'soon'. Give a positive number of seconds."
    ),
    (
      "a,b,0", "Line 1 of 'lists/i.csv' has the limit '0'. Give a positive number of seconds."
    ),
    (
      "a,b,inf", "Line 1 of 'lists/i.csv' has the limit 'inf'. Give a positive number of seconds."
    ),
    (
      "a,\"b,1",
      "Line 1 of 'lists/i.csv' has a field in quotation marks that is not closed. Close it."
    ),
  ])
  func `others are refused`(_ text: String, _ message: String) {
    let error = #expect(throws: DataError.self) { try list(text) }
    #expect(error?.message == message)
  }

  @Test func `bytes that are no text are refused`() {
    let error = #expect(throws: DataError.self) {
      try InstanceList(parsing: [0x61, 0xff], named: "i.csv")
    }
    #expect(error?.message == "'i.csv' is no text in UTF-8. Give a list as CSV.")
  }
}

import PlateauReports
import Testing

@Suite("Comma-separated values")
struct CSVTableTests {
  @Test func `lines end with CR LF, and what has a meaning is quoted`() {
    var table = CSVTable(columns: ["name", "value"])
    table.append(["plain", 1])
    table.append(["a, b", 0.1])
    table.append(["say \"no\"", nil as Double?])
    table.append(["two\nlines", -3])
    #expect(
      table.text == "name,value\r\nplain,1\r\n\"a, b\",0.1\r\n\"say \"\"no\"\"\",\r\n"
        + "\"two\nlines\",-3\r\n")
  }

  @Test(arguments: [0.1, 1.0 / 3, 1e-7, 12_345_678.9])
  func `numbers come back exactly`(value: Double) {
    var table = CSVTable(columns: ["value"])
    table.append([value])
    let line = table.text.split(separator: "\r\n").last
    #expect(line.flatMap { Double($0) } == value)
  }
}

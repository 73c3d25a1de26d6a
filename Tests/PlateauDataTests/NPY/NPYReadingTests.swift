import PlateauData
import PlateauNumerics
import Testing

@Suite("NumPy arrays")
struct NPYReadingTests {
  let file: NPZFile
  let grid = (0..<24).map { Float($0) / 8 }

  init() throws { file = try NPZFile.read(Fixture.path("stored.npz")) }

  @Test(arguments: ["", "big_"])
  func `of integers are exact`(order: String) throws {
    let expected: [(String, [Int])] = [
      ("u2", [0, 258, 65535]), ("i2", [-32768, 258, 32767]),
      ("u4", [0, 16_777_217, 4_294_967_295]),
      ("i4", [-2_147_483_648, 16_777_217, 2_147_483_647]),
      ("u8", [0, 9_007_199_254_740_993, .max]), ("i8", [.min, 9_007_199_254_740_993, .max]),
    ]
    for (name, values) in expected {
      let array = try file.array(order + name)
      #expect(array.type.rawValue == name && array.shape == [3] && array.count == 3)
      #expect(try array.integers() == values)
      // Rounded to nearest, ties to even: 2²⁴ + 1 and 2⁵³ + 1 are ties.
      #expect(array.floats() == values.map { Float($0) })
      #expect(array.doubles() == values.map { Double($0) })
    }
    #expect(try file.array(order + "u4").floats()[1] == 16_777_216)
    #expect(try file.array(order + "i8").doubles()[1] == 9_007_199_254_740_992)
  }

  @Test func `of single bytes are exact`() throws {
    #expect(try file.array("b1").integers() == [1, 0, 1])
    #expect(try file.array("b1").floats() == [1, 0, 1])
    #expect(try file.array("u1").integers() == [0, 7, 255])
    #expect(try file.array("u1").floats() == [0, 7, 255])
    #expect(try file.array("i1").integers() == [-128, 0, 127])
    #expect(try file.array("i1").doubles() == [-128, 0, 127])
  }

  @Test(arguments: ["", "big_"])
  func `of floating-point numbers are exact or rounded to nearest`(order: String) throws {
    let half = try file.array(order + "f2")
    // 6e-8 is nearest to the smallest half-precision number.
    #expect(half.floats() == [1, -65504, 0x1p-24, .infinity, 0])
    #expect(half.floats()[4].sign == .minus)
    #expect(half.doubles() == [1, -65504, 0x1p-24, .infinity, 0])
    let single = try file.array(order + "f4")
    #expect(single.floats().prefix(3) == [0.1, -Float.greatestFiniteMagnitude, 0x1p-149])
    #expect(single.floats()[3].isNaN)
    #expect(single.doubles().prefix(2) == [Double(Float(0.1)), -0x1.fffffep127])
    let double = try file.array(order + "f8")
    #expect(double.doubles() == [0.1, 1e300, -0x1p-1074, 1 + 0x1p-24, -.infinity])
    #expect(double.floats() == [0.1, .infinity, 0, 1, -.infinity])
    #expect(double.values(as: Float.self) == double.floats())
    #expect(double.values(as: Double.self) == double.doubles())
  }

  @Test func `have any number of dimensions`() throws {
    let scalar = try file.array("scalar")
    #expect(scalar.shape == [] && scalar.count == 1 && scalar.doubles() == [2.5])
    let empty = try file.array("empty")
    #expect(empty.shape == [0, 3] && empty.floats() == [])
    #expect(try empty.integers() == [])
    let array = try file.array("grid")
    #expect(array.shape == [2, 3, 4] && array.floats() == grid)
    let matrix: Matrix<Double> = try array.matrix()
    #expect(matrix == Matrix(rows: 2, columns: 12, elements: grid.map(Double.init)))
    #expect(
      try file.array("u1").matrix() == Matrix<Float>(rows: 1, columns: 3, elements: [0, 7, 255]))
    #expect(try empty.matrix(as: Float.self).columns == 3)
  }

  @Test(arguments: ["fortran", "big_fortran"])
  func `in Fortran order are sorted`(name: String) throws {
    let array = try file.array(name)
    #expect(array.shape == [2, 3, 4])
    #expect(array.floats() == grid)
    #expect(array.doubles() == grid.map(Double.init))
  }

  @Test(arguments: ["float.npy", "fortran.npy", "version2.npy", "version3.npy"])
  func `are read from files of all versions`(name: String) throws {
    let array = try NPYArray.read(Fixture.path(name))
    #expect(array.type == .float && array.shape == [2, 3, 4] && array.floats() == grid)
  }

  @Test(arguments: [
    "{'shape':(2,),'descr':'|u1','fortran_order':False}",
    "{ 'descr' : '<u1' , 'fortran_order' : True , 'shape' : ( 2 , ) , }  \n",
    #"{"descr": ">u1", "fortran_order": False, "shape": (2L,)}"#,
    "\t{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2, 1,)}\n",
  ])
  func `are read from headers that other programs write`(header: String) throws {
    for version: UInt8 in 1...3 {
      let bytes = Bytes.npy(header, [3, 9], version: version)
      #expect(try NPYArray(parsing: bytes, named: "f").integers() == [3, 9])
    }
  }

  @Test func `have names for their types`() {
    #expect(
      NPYType.allCases.map(\.name) == [
        "bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64",
        "float16", "float32", "float64",
      ])
  }
}

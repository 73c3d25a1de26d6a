import PlateauNumerics
import Testing

@Suite("Bits of elementary functions")
struct ElementaryBitsTests {
  /// FNV-1a of the bits of a function's values, those that are not NaN.
  private func digest(_ arguments: [Double], _ function: (Double) -> Double) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for argument in arguments {
      let value = function(argument)
      let bits = value.isNaN ? 0 : value.bitPattern
      for shift in stride(from: 0, to: 64, by: 8) {
        hash = (hash ^ (bits >> UInt64(shift) & 0xff)) &* 0x0000_0100_0000_01b3
      }
    }
    return hash
  }

  /// 10⁵ numbers: even ones of three sizes, and any bit patterns.
  private static let arguments: [Double] = {
    var generator = SeededGenerator(seed: 1, purpose: "elementary functions")
    return (0..<100_000).map { index in
      switch index % 4 {
      case 0: generator.uniform(-1, 1)
      case 1: generator.uniform(-30, 30)
      case 2: generator.uniform(-750, 750)
      default: Double(bitPattern: generator.next())
      }
    }
  }()

  @Test func `are the same on every machine`() {
    let expected: [(String, UInt64, (Double) -> Double)] = [
      ("exp", 0xfc7d_6676_bbbc_d3ff, Elementary.exp),
      ("exp2", 0xe627_3ab5_eee1_d092, Elementary.exp2),
      ("expm1", 0xf570_ca57_f816_20d7, Elementary.expMinusOne),
      ("log", 0x5a99_20bd_1d87_7da8, { Elementary.log($0.magnitude) }),
      ("log1p", 0xdc29_c209_34fe_1b60, { Elementary.log(onePlus: $0.magnitude) }),
      ("log2", 0x0d41_bc78_343f_eb85, { Elementary.log2($0.magnitude) }),
      ("log10", 0x210f_3187_6eb5_a769, { Elementary.log10($0.magnitude) }),
      ("pow", 0x6956_e342_db45_9aa9, { Elementary.pow($0.magnitude, 1.37) }),
      ("cbrt", 0x7b94_3f90_08e0_127d, Elementary.cubeRoot),
      ("tanh", 0xa097_11df_b1e4_5a59, Elementary.tanh),
      ("atanh", 0xa8f0_9dfb_f393_c4bd, Elementary.atanh),
      ("cos", 0xbe97_1ad4_e7af_7f0e, { $0.magnitude < 0x1p20 ? Elementary.cos($0) : 0 }),
      ("sin", 0xa62a_d872_b1f2_97b0, { $0.magnitude < 0x1p20 ? Elementary.sin($0) : 0 }),
      ("erfc", 0x3e33_795b_3235_d5f4, Elementary.erfc),
      ("lgamma", 0x09a6_c7e5_ef15_d5d8, { Elementary.logGamma($0.magnitude) }),
    ]
    for (name, hash, function) in expected {
      let found = digest(Self.arguments, function)
      #expect(found == hash, "\(name) has 0x\(String(found, radix: 16))")
    }
  }
}

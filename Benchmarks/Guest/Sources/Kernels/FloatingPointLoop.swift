/// Double-precision arithmetic in registers: the iteration of the Mandelbrot set at points that never escape.
@inline(never)
public func floatingPointLoop(steps: UInt64) -> Double {
    var sum = 0.0
    for step in 0..<steps / 64 {
        let (real, imaginary) = (Double(step % 1000) * -0.0001, 0.1)
        var (x, y) = (0.0, 0.0)
        for _ in 0..<64 { (x, y) = (x * x - y * y + real, 2 * x * y + imaginary) }
        sum += (x * x + y * y).squareRoot()
    }
    return sum
}

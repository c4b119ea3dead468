// The arithmetic of the convolution figure: one channel, one kernel, as torch.nn.functional.conv2d computes it
// (cross-correlation: the kernel is not flipped). Images and kernels are row-major arrays of numbers.

// How many pixels the kernel spans once its cells stand `dilation` apart.
export const span = (k, dilation) => dilation * (k - 1) + 1;

// The length of one side of the output; 0 or less: the kernel does not fit into the padded input.
export const outputSize = (n, k, stride, padding, dilation) =>
  Math.floor((n + 2 * padding - span(k, dilation)) / stride) + 1;

// The k*k products behind output cell (row, column): where each reads the input (`inside` is false in the padding,
// where the value is 0), the weight, and their product.
export function products(image, n, kernel, k, row, column, { stride, padding, dilation }) {
  return Array.from({ length: k * k }, (_, i) => {
    const y = row * stride - padding + Math.floor(i / k) * dilation;
    const x = column * stride - padding + (i % k) * dilation;
    const inside = y >= 0 && y < n && x >= 0 && x < n;
    const value = inside ? image[y * n + x] : 0;
    return { y, x, inside, value, weight: kernel[i], product: value * kernel[i] };
  });
}

// The whole output, { size, values }; an empty one where the kernel does not fit.
export function convolve(image, n, kernel, k, settings) {
  const size = Math.max(0, outputSize(n, k, settings.stride, settings.padding, settings.dilation));
  const values = Array.from({ length: size * size }, (_, i) =>
    products(image, n, kernel, k, Math.floor(i / size), i % size, settings).reduce((sum, p) => sum + p.product, 0));
  return { size, values };
}

// The cell that computes what the convolution figure shows.

const rows = (values, size) =>
  Array.from({ length: size }, (_, r) => `    [${values.slice(r * size, (r + 1) * size).map((v) => v.toFixed(1)).join(', ')}],\n`).join('');

export function torch({ image, n, kernel, k, stride, padding, dilation, size, row, column }) {
  const call = `F.conv2d(image[None, None], kernel[None, None], stride=${stride}, padding=${padding}, dilation=${dilation})[0, 0]`;
  const shown = `out = ${call}
print("size", *out.shape)
print(out)
print(f"out[${row}, ${column}] = {out[${row}, ${column}]:.2f}")
`;
  const refused = `try:
    ${call}
except RuntimeError as error:  # the kernel spans more than the padded image
    print(error)
`;
  return `import torch
import torch.nn.functional as F

image = torch.tensor([
${rows(image, n)}])
kernel = torch.tensor([
${rows(kernel, k)}])
# (height, width) -> (batch, channels, height, width) and back
${size ? shown : refused}`;
}

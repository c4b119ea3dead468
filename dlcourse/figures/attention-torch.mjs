// The cell that computes what the attention figure shows.
import { SENSES } from './attention-weights.mjs';

const rows = (M) => M.map((row) => `    [${row.map((v) => v.toFixed(1)).join(', ')}],\n`).join('');

export function torch({ words, Q, K, V, divide, past, query }) {
  const [mask, scale] = [past ? 'mask' : 'None', divide ? 'None' : '1.0'];
  return `import torch
import torch.nn.functional as F

words = "${words.join(' ')}".split()
Q = torch.tensor([
${rows(Q)}])
K = torch.tensor([
${rows(K)}])
V = torch.tensor([  # evidence for ${SENSES.join(', ')}
${rows(V)}])
mask = torch.ones(len(words), len(words)).tril().bool()  # True: may read
out = F.scaled_dot_product_attention(Q, K, V, attn_mask=${mask}, scale=${scale})

scores = Q @ K.T${divide ? ' / 2**0.5  # queries and keys have two features' : ''}
${past ? 'scores = scores.masked_fill(~mask, -torch.inf)\n' : ''}weights = scores.softmax(-1)
assert torch.allclose(weights @ V, out, atol=1e-5)
i = ${query - 1}
for word, weight in zip(words, weights[i]):
    print(f"{words[i]} reads {word:8} {weight:.2f}")
print("output  ", *(f"{v:.1f}" for v in out[i]))
print("meanings", *(f"{p:.2f}" for p in out[i].softmax(-1)))
`;
}

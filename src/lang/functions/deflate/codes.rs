//! Huffman codes of limited length.

use super::bits::Code;

/// The best codes of at most `limit` bits for symbols of these frequencies. A symbol of frequency 0 has none.
pub(super) fn codes(frequencies: &[u32], limit: usize) -> Vec<Code> {
    let mut codes = vec![Code::default(); frequencies.len()];
    let mut used: Vec<(u32, usize)> =
        frequencies.iter().enumerate().filter(|(_, f)| **f > 0).map(|(symbol, f)| (*f, symbol)).collect();
    if used.len() <= 2 {
        for (bits, (_, symbol)) in used.iter().enumerate() {
            codes[*symbol] = Code { bits: bits as u16, length: 1 };
        }
        return codes;
    }
    used.sort_unstable();
    let counts = lengths(&used.iter().map(|(frequency, _)| u64::from(*frequency)).collect::<Vec<_>>(), limit);
    let mut next: u16 = 0;
    let mut left = used.len();
    for (length, count) in counts.into_iter().enumerate().skip(1) {
        next <<= 1;
        // The most frequent symbols have the shortest codes; among those of one length the symbol decides.
        let chunk = &mut used[left - count..left];
        chunk.sort_unstable_by_key(|(_, symbol)| *symbol);
        for (_, symbol) in chunk {
            codes[*symbol] = Code { bits: next.reverse_bits() >> (16 - length), length: length as u8 };
            next += 1;
        }
        left -= count;
    }
    codes
}

/// One row of the package-merge.
#[derive(Clone, Copy)]
struct Row {
    /// The weight of the item that was put in last.
    last: u64,
    /// The weight of the next leaf.
    leaf: u64,
    /// The weight of the next pair of items of the row below; valid once that row has made two more.
    pair: u64,
    /// How many items are yet to be made before the row above goes on.
    needed: usize,
}

/// The weight of what there is no more of.
const NONE: u64 = u64::MAX;

/// How many codes have which length, for weights in increasing order: the boundary package-merge. Of a leaf and a
/// pair of one weight the pair is taken.
fn lengths(weights: &[u64], limit: usize) -> Vec<usize> {
    let n = weights.len();
    let top = limit.min(n - 1);
    let weight = |at: usize| weights.get(at).copied().unwrap_or(NONE);
    let first = Row { last: weight(1), leaf: weight(2), pair: weight(0) + weight(1), needed: 0 };
    let mut rows = vec![first; top + 2];
    rows[1].pair = NONE;
    rows[top].needed = 2 * n - 4;
    // For the last item of each row: the leaves to the left of its ancestor in every row below.
    let mut leaves = vec![vec![0usize; top + 1]; top + 1];
    for (at, row) in leaves.iter_mut().enumerate() {
        row[at] = 2;
    }
    leaves[0][0] = 0;
    let mut level = top;
    loop {
        let row = rows[level];
        if row.pair == NONE && row.leaf == NONE {
            rows[level].needed = 0;
            rows[level + 1].pair = NONE;
            level += 1;
            continue;
        }
        if row.leaf < row.pair {
            leaves[level][level] += 1;
            rows[level].last = row.leaf;
            rows[level].leaf = weight(leaves[level][level]);
        } else {
            rows[level].last = row.pair;
            let (below, here) = leaves.split_at_mut(level);
            here[0][..level].copy_from_slice(&below[level - 1][..level]);
            rows[level - 1].needed = 2;
        }
        rows[level].needed -= 1;
        if rows[level].needed == 0 {
            if level == top {
                break;
            }
            rows[level + 1].pair = row.last + rows[level].last;
            level += 1;
        } else {
            while rows[level - 1].needed > 0 {
                level -= 1;
            }
        }
    }
    let ends = &leaves[top];
    let mut counts = vec![0; top + 1];
    for level in 1..=top {
        counts[top + 1 - level] = ends[level] - ends[level - 1];
    }
    counts
}

/**
 * How often one class of sounds follows two others in personal names of many languages. Each row: the two before ('^' the
 * beginning) and for each class in the order of CLASSES, then for the end, a letter: the half bits of rarity in base 36
 * ('0' always, '2' one in two, 'k' one in 1,024). Aggregates counted on half of a public set of office holders' names by
 * bench/matching/fit-chances.ts; no name can be read out of them.
 */
const CLASSES = 'APFTSXKHLMNR$';
const ROWS = `
^^767767689688z ^Az8877a7c5767c ^Pz9b4898b6c74b ^Fzdd77a8b4d64b ^Tz8789b7b8555a ^Sz7859c7b6667a ^Xz9896c8787468 ^Kz9987bad6763b
^Hzba86b8i6556a ^Lz777696ba7579 ^Mzab778757b64c ^Nzb946a4ba997c ^Rz785577a966fa APzdd45d9f7c975 AFzmc76caf7e474 ATz9799dam65684
ASzc577d7f87785 AXydb7bi5a89a53 AKz8876acn8a554 AHwff5acbn97573 ALzc8a6b8dba6e2 AMzcg69ebe7b537 ANzge75b4f9ecb3 ARza99795g7a4c4
PPzd96a96f6e783 PFzmca97ak4d683 PTzcbb8d8b59935 PSzda5de7f8b692 PXza78ab6f9a753 PKzd988cdi79653 PHyhc48cdp67756 PLzea76a7cca792
PMz4ha8b8d9i764 PNze957a5bb9c93 PRzba47b68aa5c5 FPxfb77eag6h645 FFyji9769i7i853 FTzgb99ead78772 FSzeb7cp4j6d8c3 FXzkba9ebjff9a1
FKzfa58gdg8d663 FHx5d5dhbo85748 FLz8857a89e8874 FMz7979cbb9d554 FNze877c5defcd2 FRzdc47c8cbc4d4 TPzfa68b8d6h753 TFzif68a9e9g563
TTzecd89bo9b852 TSzeb99gaf8a7b1 TXzb78ce6h9c692 TKzb988cdf7a663 THy9c76bap57756 TLza79ad9bd97a2 TMz8c679bdag554 TNzd986d7d9gbc2
TRzc886b7bdb7e2 SPzha68c7a6g745 SFzfe798ah9d762 STzb598d9f9b564 SSzfd9dg5n8b792 SXyd85bc6f9b673 SKzcaa9iej6b862 SHy886ce7p88746
SLzc497e99c68c3 SMz8c69fcd5g574 SNzdb5ac6gcgce2 SRza888a6eaa8e2 XPzc97cb9f79644 XFzdm7697f8d853 XTzd7a9c9h9b752 XSzb489b8n9a8c2
XXyf9add7bb57a2 XKz87b9dgp8b872 XHzbb9dgcfca177 XLzbb97c9gbc7b2 XMz9c75bad7f693 XNzda77b5cdfba2 XRzc857b7i798g3 KPzea79a8e5e744
KFzff966af8d673 KTzbaa9b9p79743 KSzaa6ch9e976b2 KXzb78cd6b9a782 KKzcb96dbn5a683 KHxbg89aan66448 KLz9776b9ee9782 KMz6b99cbe5e654
KNzc966b6fbda92 KRzaa65b6e798b4 HPz7g789ai9i743 HFzle7799c79554 HTz9cabe9naa652 HSzdeadhbnda195 HXxb88bb8eb4793 HKzcb87cde87692
HHtcc88daj84378 HLzb658e8g757a5 HMzdf1bffkeh8d5 HNzge95c7eeic72 HRz9a67bcg876b3 LPzea86bah8c853 LFzkdb779gce782 LTzd7d7d9id7663
LSzbc9dh8ibe791 LXzi7a8g5f8b583 LKzca94dcg8c873 LHzfb69abq67773 LLzca8bibfeb8c1 LMz8d96dcfcj482 LNzdc58c5fegc92 LRzfa8698hdb6n2
MPzga98d9g7a762 MFzcb798af79474 MTzebc9fcgbd971 MSzc95ae9f9a7b2 MXzba7bd7c3b885 MKzb985cch4b674 MHzcd7ajfk81a9b MLzea79a7cda692
MMz7b4db9dbe664 MNzf958c7d8ecc2 MRze967b6hac8f2 NPzia9997b5f944 NFzgd9769iaf862 NTzdac7dbj8b643 NSzcc78j8g8b782 NXzc787d6e89793
NKzc999gej6b882 NHzca78jeq77863 NLzdb77gahfi9e1 NMz7c89c9c8g463 NNzfe48d6efmbg2 NRz9b5996dcbag2 RPzea9898e7m535 RFzqf8759h7e583
RTzfbf8eai9b572 RSzcb5ed9i7a7c2 RXz9a69e8e8b763 RKzd996ddl8c772 RHzedbckdr81888 RLzf885fbghc6c2 RMz9c97baf9f383 RNzec75d7cah892
RRzcb49h9igebk2
`;

const SHARES = readRows();

function readRows(): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, readonly number[]>();
  for (const row of ROWS.trim().split(/\s+/)) {
    rows.set(
      row.slice(0, 2),
      Array.from(row.slice(2), (code) => 2 ** (-Number.parseInt(code, 36) / 2)),
    );
  }
  return rows;
}

/** The share of a class of sounds that no row knows. */
const UNKNOWN = 2 ** -12;

/** How often a word of a name has this skeleton, were its sounds drawn one after the other; between 0 and 1. */
export function chainShare(skeleton: string): number {
  return follow('^^', `${skeleton}$`);
}

/** How often a word begins with these sounds ('$' its end), whether or not a vowel stands before them. */
export function beginningShare(beginning: string): number {
  return follow('^^', beginning) + follow('^^', `A${beginning}`);
}

function follow(start: string, sounds: string): number {
  let share = 1;
  let before = start;
  for (const sound of sounds) {
    share *= SHARES.get(before)?.[CLASSES.indexOf(sound)] ?? UNKNOWN;
    before = `${before.charAt(1)}${sound}`;
  }
  return share;
}

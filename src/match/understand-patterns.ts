/** A label word, then whatever stands between it and its value. `opening` opens a group around the label that is read with the value. */
export const after = (labels: string, value: string, opening = '(?:'): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\d])${opening}${labels})[\\s:.=#]{1,4}(?:n[o°r]\\.?\\s|nummer\\s|number\\s)?\\s?(?<value>${value})(?![\\p{L}\\d])`,
    'giu',
  );

/** A value that no letter, figure or plus sign touches. */
export const alone = (value: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\d+])(?<value>${value})(?![\\p{L}\\d])`, 'giu');

// Drawings to begin with, as the text that draw_digit-math.mjs reads.

/** One for each digit. */
export const EXAMPLES = [
  'jMhMbOXRUVSaRgSmUsXxaze0j0nzrwtsvnvhvcuXsTpPmNjNiN',
  'YVaTfOiMiQiYighohwh0',
  'RVSTUQYNbLgLjMnOqRrUqYoclhhldqZtVxSzQ0T0a0h0n0uzxz',
  'SQUPaMfLkNoQrTrVpZnbjdfedefflgqjtlupussvoyj0c0VyRx',
  'cMbOZUXZUeSjRlUlalglmltkwk.nZncmhmnmslyl1',
  'sNnNdNYOXSWZWdZdfckcoeshtktosspwmyi0d0YzTyRx',
  'nMkOeSZXWcUiTnTrWvYyc0g1k0nyqvssrpplnjjjfjckYnWrUt',
  'QOTOZOgOnNtNwOuRpYkghoexd1',
  'oRmQiNeMbNYQWTXWZZccfejgnjqmspttqwmzi0d0ZyWvWsXoZkdhiemboXqTqS',
  'rWpUlPhNdNZPWSVVVZWdZfdghgkeobqYrUsRsQrUrcqkproxo0',
];

/** What the net was not taught or reads wrong, by what a person sees in it. */
export const STRANGE = {
  'a 1 like a tent': 'MzQpYWcMcXdqd1',
  'a 7 on its side': 'OwOtOnOgNZNTOQRSYXgcofxi1j',
  'a 3 in a mirror': 'uQsPmMhLcNYQVTVVXZZbddhejehfbgWjTlSpSsUvYyd0k0ryvx',
  'a 12': 'PTPaPmPt.cYdWgUjTmTpVrYraqdogklfqcthtrtxt',
  'an A': 'gLePbXYgUpRxP1.gLiPlXogspvxx1.UmWmbmgmlmqmsm',
  'a scribble': 'PPYQoRxToWYZPcYfohxkonYqPtYvowxx',
};

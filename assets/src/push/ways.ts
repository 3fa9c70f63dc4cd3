/** Where this browser keeps the way to its reports: address of the number -> address of the page. */
export const WAYS = "tanggap-kabar";
export const wayTo = (number: string): string => `/kabar/${encodeURIComponent(number)}`;

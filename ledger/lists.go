package ledger

// listLines is how many lines of one kind are given where no limit is asked for.
const listLines = 200

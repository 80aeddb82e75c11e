import '@orpc/contract'

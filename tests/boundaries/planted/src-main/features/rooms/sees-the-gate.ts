import '../../rpc/gate.ts'

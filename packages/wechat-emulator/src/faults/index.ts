export {
  type ArmedFault,
  createFaultList,
  type Fault,
  type FaultDump,
  type FaultKind,
  type FaultList,
  type FaultOrder,
  kindOf,
  readFaultOrder,
} from './faults'

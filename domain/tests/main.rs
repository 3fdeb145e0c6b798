//! Tests of the sync core from outside: the wire, the rules of merging, and the simulator.

mod judge_cases;
mod merge_props;
mod sim_seeds;
mod wire_golden;
mod world;

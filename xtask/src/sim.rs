//! `cargo xtask sim`: the simulator of sync in `domain/examples/sim.rs`, with as many seeds as there is time for.

use anyhow::Result;

use crate::workspace::{Workspace, run};

/// Which worlds to simulate.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Sim {
    /// How many seeds, one world each.
    #[arg(long, default_value_t = 1000)]
    pub seeds: u64,
    /// Events per world.
    #[arg(long, default_value_t = 1000)]
    pub steps: u64,
    /// The first seed; a failure prints the seed to repeat it with.
    #[arg(long, default_value_t = 1)]
    pub first_seed: u64,
    /// Without debug assertions and overflow checks, faster. For long runs.
    #[arg(long)]
    pub release: bool,
}

impl Sim {
    /// What `cargo xtask test` runs.
    pub const IN_TEST: Self = Self { seeds: 200, steps: 300, first_seed: 1, release: false };

    /// Runs the simulator; an error means that a world broke a promise.
    pub fn run(self, workspace: &Workspace) -> Result<()> {
        let mut command = workspace.cargo(["run", "--quiet", "--package", "domain"]);
        command.args(["--example", "sim"]);
        if self.release {
            command.arg("--release");
        }
        command.arg("--");
        for (name, number) in [("--seeds", self.seeds), ("--steps", self.steps), ("--first-seed", self.first_seed)] {
            command.arg(name).arg(number.to_string());
        }
        run(&mut command)
    }

    /// Whether the simulator exists in this checkout.
    pub fn exists(workspace: &Workspace) -> bool {
        workspace.root.join("domain/examples/sim.rs").is_file()
    }
}

//! A graph with everything people want to take away in a file.

/// People and ties. Edges name nodes by their place; edges to nodes that do not exist are left out of files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The people.
    pub nodes: Vec<Node>,
    /// The ties between them.
    pub edges: Vec<Edge>,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Unique; what the record is called in the base.
    pub id: String,
    /// What people call them; may be empty.
    pub name: String,
    /// Tier, stage, owner …: key and value. Keys are short words, the same for all nodes that have them.
    pub attributes: Vec<(String, Value)>,
}

/// A tie.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edge {
    /// Place of the first end in [`Document::nodes`].
    pub source: u32,
    /// Place of the second end.
    pub target: u32,
    /// Whether it leads from the first to the second only.
    pub directed: bool,
    /// Referral, family, friend …
    pub kind: String,
    /// How strong it is: 1 to 5; none if nobody said.
    pub strength: Option<f64>,
    /// Since, until, note …: key and value.
    pub attributes: Vec<(String, Value)>,
}

/// What an attribute holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number: minor units, days.
    Whole(i64),
    /// Any other number.
    Number(f64),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Whole(whole) => write!(f, "{whole}"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

impl Document {
    /// The edges both of whose ends exist, with these ends.
    pub(super) fn ties(&self) -> impl Iterator<Item = (&Edge, &Node, &Node)> {
        let node = |at: u32| self.nodes.get(at as usize);
        self.edges.iter().filter_map(move |edge| Some((edge, node(edge.source)?, node(edge.target)?)))
    }
}

/// The keys of all attributes, each once, ascending.
pub(super) fn keys<'a>(attributes: impl Iterator<Item = &'a Vec<(String, Value)>>) -> Vec<&'a str> {
    let mut keys: Vec<&str> = attributes.flatten().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

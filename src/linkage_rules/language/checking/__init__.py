"""From tree to model: names resolved, types and units checked, each mistake told with its place."""

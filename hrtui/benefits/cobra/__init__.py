"""COBRA: who may go on with health coverage that they lost, by when they are told, elect and pay, and how it ends."""

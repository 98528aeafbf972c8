"""What every rule family shares: catalogue, settings, the case a rule judges, waivers, plugin."""

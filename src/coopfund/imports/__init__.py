"""Files of banks and platforms: read, proven complete, and booked under the platform's own ids."""

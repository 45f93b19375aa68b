"""The network: connections, names, and the order in which hosts are asked. What an answer means is not known here."""

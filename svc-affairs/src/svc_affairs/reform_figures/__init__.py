"""Reform figures 改革成效: how far what is in force can be done online, in one visit, sooner, and with fewer materials."""

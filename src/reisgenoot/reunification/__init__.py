"""Family members who follow: who they are, their papers, the application, the journey, the arrival in the household."""

(* Certificates: what a file written by the program states, and what it prints when it is wrong.

   A certificate file has one import line, then one block per instance, then one theorem per instance.
   theory/proofs/certificate.py writes it; so may any program. The whole of it, for one gradient instance
   (number 1) and one drive instance (number 2):

     From Lemmascope.causal Require Import certificate.

     Definition instance_1 : instance :=
       Inst 1 [:: [:: 7 # 10; 3 # 10]; [:: 4 # 10; 6 # 10]]%Q [:: 4 # 7; 3 # 7]%Q
         [:: None; Some 0; Some 1]%N.
     Definition values_1 : seq (nat * nat * Q) := [:: (0%N, 1%N, 9 # 100)]%Q.
     Goal True. idtac "certificate 1". Abort.
     Eval vm_compute in refused_gradient instance_1 (0 # 1) values_1.

     Definition instance_2 : drive_instance :=
       Drive 1 [:: (1 # 1, ([:: [:: 7 # 10; 3 # 10]; [:: 4 # 10; 6 # 10]], [:: 4 # 7; 3 # 7]))]%Q
         [:: None; Some 0; Some 1]%N (1 # 100).
     Definition values_2 : seq (nat * nat * Q) := [:: (1%N, 0%N, (-57901) # 2351440)]%Q.
     Goal True. idtac "certificate 2". Abort.
     Eval vm_compute in refused_drive instance_2 (0 # 1) values_2.

     Theorem certificate_1 : certifies_gradient instance_1 (0 # 1) values_1.
     Proof. apply: gradient_certificate; vm_cast_no_check (erefl true). Qed.
     Theorem certificate_2 : certifies_drive instance_2 (0 # 1) values_2.
     Proof. apply: drive_certificate; vm_cast_no_check (erefl true). Qed.

   Rationals are written NUMERATOR # DENOMINATOR, a negative numerator in brackets, the denominator
   positive; they need not be reduced. [Inst S-1 chain stationary parents]: the rows of the chain, its
   stationary law, the parent of every position, from 0 on, None for a root. A value (j, i, v) claims the
   limiting gradient entry g of position i at position j. [Drive S-1 prior parents eps]: prior lists
   (weight, (chain, stationary law)); the query follows the last position and may be i or j. A value
   (i, j, v) claims the drive K_ij averaged over the prior. [Prior S-1 prior parents], judged by
   refused_mean_gradient and refused_mean_information (certifies_*, *_certificate): a value (j, i, v)
   claims the gradient entry g, or the chi-square information, averaged over the prior. The number between instance and values is
   the tolerance: 0 for exact values, the stated error for doubles (a double is its exact dyadic value).

   coqc -q -R OUT Lemmascope FILE ends with exit code 0 exactly when every theorem is proved: the file
   is accepted as a whole. The lines before tell what is wrong, instance by instance: refused_* prints the
   hypotheses that fail ("chain", "prior", "forest") and the values that are wrong, each with what the
   verified evaluator finds; a right instance prints ([::], [::]). The theorem states nothing about the
   program: it states that the numbers are those of the definitions. *)
From Coq Require Export ZArith QArith.
From mathcomp Require Export all_ssreflect.
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Export information chain rational tables.
From Lemmascope.causal Require Export limit_gradient forest limit_gradient_evaluator finite_length
  drive_evaluator prior_evaluator.
From Coq Require Export String.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* what a certificate states: in every ordered field, about the law of the sequence *)
Definition certifies_gradient (x : instance) (tolerance : Q) (cs : seq claim) : Prop :=
  forall R : realFieldType,
  let pi := matQ (size_ x) R (tpi x) in let mu := rowQ (size_ x) R (tmu x) in
  let T := size (tpar x) in
  [/\ chain pi mu, forest (parf x) & forall j i v, List.In (j, i, v) cs ->
    [/\ (j < T)%N, (i < T)%N &
        `|g pi mu (pair_law pi mu (parf x) T j i) - Q2R R v| <= Q2R R tolerance]].
Definition certifies_drive (x : drive_instance) (tolerance : Q) (cs : seq (nat * nat * Q)) : Prop :=
  forall R : realFieldType, let pr := prior_in R x in let m := size (parents x) in
  [/\ forall c, List.In c pr -> 0 <= c.1 /\ chain c.2.1 c.2.2, \sum_(c <- pr) c.1 = 1,
      forest (parent_of x) &
      forall i j v, List.In (i, j, v) cs -> [/\ (i <= m)%N, (j <= m)%N &
        `|Kprior pr (parent_of x) (Q2R R (smoothing x)) m i j - Q2R R v| <= Q2R R tolerance]].

Definition certifies_mean (x : prior_instance)
    (f : forall R : realFieldType, functional R (last_letter x)) (tolerance : Q)
    (cs : seq (nat * nat * Q)) : Prop :=
  forall R : realFieldType, let pr := prior_in R (as_drive x) in
  let par := parent_of (as_drive x) in let T := size (ancestors x) in
  [/\ forall c, List.In c pr -> 0 <= c.1 /\ chain c.2.1 c.2.2, \sum_(c <- pr) c.1 = 1, forest par &
      forall j i v, List.In (j, i, v) cs -> [/\ (j < T)%N, (i < T)%N &
        `|averaged (f R) pr par T j i - Q2R R v| <= Q2R R tolerance]].
Definition certifies_mean_gradient x := certifies_mean (fun R => @gradient_of R (last_letter x)).
Definition certifies_mean_information x :=
  certifies_mean (fun R => @information_of R (last_letter x)).

(* the diagnosis of a certificate, see tables.v *)
Definition refused_gradient (x : instance) (tolerance : Q) (cs : seq claim) :=
  (failed [:: (chainT (size_ x) (tpi x) (tmu x), "chain"%string); (forestT x, "forest"%string)],
   [seq (c.1, shown c.2, omap shown (g_of x c.1.1 c.1.2)) | c <- cs & ~~ ok x tolerance c]).
Definition refused_drive (x : drive_instance) (tolerance : Q) (cs : seq (nat * nat * Q)) :=
  (failed [:: (prior_ok x, "prior"%string); (forest_of x, "forest"%string)],
   [seq (c.1, shown c.2, Some (shown (KpriorT x c.1.1 c.1.2))) | c <- cs & ~~ drive_ok x tolerance c]).
Definition refused_mean f (x : prior_instance) (tolerance : Q) (cs : seq (nat * nat * Q)) :=
  (failed [:: (prior_ok (as_drive x), "prior"%string); (forest_of (as_drive x), "forest"%string)],
   [seq (c.1, shown c.2, omap shown (averagedT f x c.1.1 c.1.2)) | c <- cs & ~~ mean_ok f x tolerance c]).
Definition refused_mean_gradient := refused_mean gT.
Definition refused_mean_information := refused_mean informationT.

(* ---------- proofs ---------- *)
Lemma gradient_certificate x tolerance cs :
  check x tolerance cs = true -> certifies_gradient x tolerance cs.
Proof. by move=> h R; apply: CertifiedGradient. Qed.
Lemma drive_certificate x tolerance cs :
  check_drive x tolerance cs = true -> certifies_drive x tolerance cs.
Proof. by move=> h R; apply: CertifiedDrive. Qed.
Lemma mean_gradient_certificate x tolerance cs :
  check_mean gT x tolerance cs = true -> certifies_mean_gradient x tolerance cs.
Proof. by move=> h R; apply: CertifiedMeanGradient. Qed.
Lemma mean_information_certificate x tolerance cs :
  check_mean informationT x tolerance cs = true -> certifies_mean_information x tolerance cs.
Proof. by move=> h R; apply: CertifiedMeanInformation. Qed.
